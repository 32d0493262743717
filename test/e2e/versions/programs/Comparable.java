import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import org.apache.maven.artifact.versioning.ComparableVersion;

class Comparable {
  public static void main(String[] none) throws Exception {
    var in = new BufferedReader(new InputStreamReader(System.in, "UTF-8"));
    var out = new StringBuilder();
    for (String line; (line = in.readLine()) != null; ) {
      String[] pair = line.split(" ", -1);
      int order = new ComparableVersion(pair[0]).compareTo(new ComparableVersion(pair[1]));
      out.append(order < 0 ? "<\n" : order > 0 ? ">\n" : "=\n");
    }
    System.out.print(out);
  }
}
