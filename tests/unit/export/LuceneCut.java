// Cuts lines with Lucene's Japanese or Korean tokenizer and a user dictionary: LuceneCut.java ja|ko DICTIONARY TEXT
import java.io.PrintStream;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Paths;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.ja.JapaneseTokenizer;
import org.apache.lucene.analysis.ko.KoreanTokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.util.AttributeFactory;

public class LuceneCut {
  public static void main(String[] arguments) throws Exception {
    Reader words = Files.newBufferedReader(Paths.get(arguments[1]), StandardCharsets.UTF_8);
    Tokenizer tokenizer = arguments[0].equals("ja") ? japanese(words) : korean(words);
    CharTermAttribute term = tokenizer.getAttribute(CharTermAttribute.class);
    PrintStream out = new PrintStream(System.out, true, "UTF-8");
    for (String line : Files.readAllLines(Paths.get(arguments[2]), StandardCharsets.UTF_8)) {
      StringBuilder pieces = new StringBuilder();
      tokenizer.setReader(new StringReader(line));
      tokenizer.reset();
      while (tokenizer.incrementToken()) pieces.append(term).append(' ');
      tokenizer.end();
      tokenizer.close();
      out.println(pieces.toString().trim());
    }
  }

  private static Tokenizer japanese(Reader words) throws Exception {
    return new JapaneseTokenizer(
        org.apache.lucene.analysis.ja.dict.UserDictionary.open(words), false, JapaneseTokenizer.Mode.NORMAL);
  }

  private static Tokenizer korean(Reader words) throws Exception {
    return new KoreanTokenizer(
        AttributeFactory.DEFAULT_ATTRIBUTE_FACTORY,
        org.apache.lucene.analysis.ko.dict.UserDictionary.open(words),
        KoreanTokenizer.DecompoundMode.NONE,
        false);
  }
}
