# newword as a container: docker build -t newword . && docker run --rm -v "$PWD:/data" newword discover texts
FROM python:3.13-slim AS build
RUN apt-get update \
    && apt-get install -y --no-install-recommends g++ \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY LICENSE MANIFEST.in README.md pyproject.toml setup.py ./
COPY csrc csrc
COPY newword newword
RUN pip wheel --no-cache-dir --no-deps --wheel-dir /wheels .

FROM python:3.13-slim
COPY --from=build /wheels /wheels
RUN pip install --no-cache-dir "$(ls /wheels/newword-*.whl)[documents,jieba,parquet]" \
    && rm -r /wheels \
    && useradd --create-home --uid 1000 newword
USER newword
WORKDIR /data
ENTRYPOINT ["newword"]
CMD ["--help"]
