package dev.lockstep.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** All documents of the project. */
final class Documents {

    private static final List<String> AT_THE_TOP =
            List.of("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md");

    private Documents() {}

    static List<Document> all() {
        try (Stream<Path> files = Files.list(Path.of("docs"))) {
            return Stream.concat(AT_THE_TOP.stream().map(Path::of), files.sorted())
                    .map(Path::toString)
                    .filter(file -> file.endsWith(".md"))
                    .map(Document::of)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The blocks of all documents in a language. */
    static Stream<Block> blocks(String language) {
        return all().stream().flatMap(document -> document.blocks().stream()).filter(block -> block.is(language));
    }
}
