package dev.lockstep.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The texts that the program has in its source, to which quotations in the documentation are compared. */
final class Sources {

    private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\\\n]|\\\\.)*)\"");

    private Sources() {}

    /** The string literals of each Java file and the messages of each route file, each file's one behind the other. */
    static List<String> texts() {
        return Stream.concat(
                        files("src/main/java", ".java").map(Sources::literals),
                        files("routes", ".yaml").map(Sources::read))
                .toList();
    }

    /** The content of a file. */
    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The files of a folder and of those below it. */
    static Stream<Path> files(String folder, String suffix) {
        try (Stream<Path> files = Files.walk(Path.of(folder))) {
            return files.filter(file -> file.toString().endsWith(suffix)).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String literals(Path file) {
        return LITERAL.matcher(read(file))
                .results()
                .map((MatchResult found) -> found.group(1).replace("\\\"", "\"").replace("\\n", "\n"))
                .collect(Collectors.joining());
    }
}
