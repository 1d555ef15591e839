"""What a reader of a corpus is told about its inputs."""
