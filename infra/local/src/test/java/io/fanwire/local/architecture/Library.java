package io.fanwire.local.architecture;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A jar of the class path, named by where it lies in a Maven repository.
 *
 * @param id group, as folders, and artifact
 */
record Library(String id, String version) {
    private static final Pattern IN_REPOSITORY = Pattern.compile(".*?/((?:[^/]+/)+([^/]+))/([^/]+)/\\2-\\3[^/]*\\.jar");

    static List<Library> onTheClassPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(Pattern.quote(File.pathSeparator)))
                .map(entry -> Path.of(entry).toUri().getPath())
                .map(Library::of)
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<Library> of(String jar) {
        Matcher lying = IN_REPOSITORY.matcher(jar);
        return lying.matches() ? Optional.of(new Library(lying.group(1), lying.group(3))) : Optional.empty();
    }

    boolean atLeast(String floor) {
        return Arrays.compare(numbers(version), numbers(floor)) >= 0;
    }

    private static int[] numbers(String version) {
        return Pattern.compile("\\d+")
                .matcher(version)
                .results()
                .mapToInt(number -> Integer.parseInt(number.group()))
                .toArray();
    }
}
