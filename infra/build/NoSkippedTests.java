import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads every Surefire and Failsafe report below a folder and fails when a test was skipped. Run as a source file. */
final class NoSkippedTests {
    private static final Pattern REPORT = Pattern.compile(".*/target/(surefire|failsafe)-reports/TEST-[^/]*\\.xml");
    private static final Pattern TESTS = Pattern.compile("<testsuite [^>]*\\btests=\"(\\d+)\"");
    private static final Pattern SKIPPED =
            Pattern.compile("<testcase name=\"([^\"]*)\" classname=\"([^\"]*)\"[^>]*>\\s*<skipped");

    private NoSkippedTests() {}

    public static void main(String[] arguments) throws IOException {
        List<String> skipped = new ArrayList<>();
        int tests = 0;
        for (Path report : reports(Path.of(arguments[0]))) {
            String xml = Files.readString(report);
            Matcher count = TESTS.matcher(xml);
            tests += count.find() ? Integer.parseInt(count.group(1)) : 0;
            SKIPPED.matcher(xml).results().forEach(hit -> skipped.add(hit.group(2) + "." + hit.group(1)));
        }
        if (!skipped.isEmpty()) {
            System.err.println("Skipped tests fail the build:\n  " + String.join("\n  ", skipped));
            System.exit(1);
        }
        System.out.println("Tests of all modules: " + tests + ", none skipped");
    }

    private static List<Path> reports(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root, 5)) {
            return files.filter(file -> REPORT.matcher(file.toString().replace('\\', '/')).matches())
                    .toList();
        }
    }
}
