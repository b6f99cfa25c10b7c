package dev.lockstep.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Links within the project lead to files and headings that there are; images are there, too. Other hosts are not asked. */
class LinksTest {

    private static final long IMAGE_BYTES = 200_000;

    static List<Document> documents() {
        return Documents.all();
    }

    static Stream<Link> links() {
        return Documents.all().stream().flatMap(document -> document.links().stream());
    }

    @ParameterizedTest
    @MethodSource("links")
    void everyLinkLeadsSomewhere(Link link) throws IOException {
        if (link.target().matches("(https?|mailto):.*")) {
            return;
        }
        String[] parts = link.target().split("#", 2);
        Path folder = link.document().toAbsolutePath().getParent();
        Path target = parts[0].isEmpty()
                ? link.document().toAbsolutePath()
                : folder.resolve(parts[0]).normalize();
        assertThat(target).exists().startsWith(Path.of("").toAbsolutePath());
        // Where file names know no case, a wrong one would work here and not on GitHub.
        assertThat(target.toRealPath()).isEqualTo(target);
        if (parts.length == 2) {
            assertThat(Document.of(target.toString()).anchors())
                    .as("headings of %s", target)
                    .contains(parts[1]);
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyDocumentIsReachedFromTheReadme(Document document) {
        Path path = document.path();
        List<String> targets =
                Document.of("README.md").links().stream().map(Link::target).toList();

        assertThat(path.equals(Path.of("README.md"))
                        || targets.stream().anyMatch(target -> Path.of(target.split("#")[0])
                                .equals(path)))
                .as("%s is linked in the README", path)
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void imagesAreSmallAndCanBeShown(Document document) throws IOException {
        for (Link link : document.links()) {
            if (link.isImage()) {
                Path image = Path.of("").resolve(document.path()).resolveSibling(link.target());
                assertThat(ImageIO.read(image.toFile())).as("%s", image).isNotNull();
                assertThat(Files.size(image)).as("size of %s", image).isLessThan(IMAGE_BYTES);
            }
        }
    }

    @Test
    void theReadmeShowsThePage() {
        assertThat(Document.of("README.md").links())
                .filteredOn(Link::isImage)
                .extracting(Link::target)
                .contains("docs/images/page.png");
    }
}
