package dev.lockstep.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Markdown file of the documentation, as GitHub renders it. */
final class Document {

    private static final Pattern FENCE = Pattern.compile("\\s*```(\\S*)\\s*");
    private static final Pattern HEADING = Pattern.compile("#{1,6} +(.*?) *#*");
    private static final Pattern LINK = Pattern.compile("(!?)\\[[^\\]]*]\\(([^)\\s]+)\\)");
    private static final Pattern CODE = Pattern.compile("`([^`]*)`");

    private final Path path;
    private final List<String> lines;
    private final List<Block> blocks = new ArrayList<>();
    private final List<String> anchors = new ArrayList<>();
    private final List<Link> links = new ArrayList<>();
    /** The lines that are in no block. */
    private final List<String> prose = new ArrayList<>();

    private Document(Path path) {
        this.path = path;
        try {
            lines = Files.readAllLines(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        read();
    }

    /** The document in a file. */
    static Document of(String path) {
        return new Document(Path.of(path));
    }

    Path path() {
        return path;
    }

    List<String> lines() {
        return lines;
    }

    List<Block> blocks() {
        return blocks;
    }

    List<Link> links() {
        return links;
    }

    /** What a link to a heading of this document has behind its {@code #}. */
    List<String> anchors() {
        return anchors;
    }

    /** The tables, each as its rows, each as its cells; the first row is the header. */
    List<List<List<String>>> tables() {
        List<List<List<String>>> tables = new ArrayList<>();
        List<List<String>> table = new ArrayList<>();
        for (String line : prose) {
            if (line.startsWith("|")) {
                table.add(Arrays.stream(line.substring(1).split("\\|"))
                        .map(String::strip)
                        .toList());
            } else if (!table.isEmpty()) {
                table.remove(1);
                tables.add(List.copyOf(table));
                table.clear();
            }
        }
        return tables;
    }

    /** What is in backticks in a text. */
    static List<String> code(String text) {
        return CODE.matcher(text).results().map(found -> found.group(1)).toList();
    }

    private void read() {
        Map<String, Integer> times = new HashMap<>();
        String heading = "";
        Block open = null;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            Matcher fence = FENCE.matcher(line);
            Matcher title = HEADING.matcher(line);
            if (fence.matches()) {
                if (open == null) {
                    open = new Block(path, i + 1, heading, fence.group(1), "");
                } else {
                    blocks.add(open);
                    open = null;
                }
            } else if (open != null) {
                open = new Block(path, open.line(), heading, open.language(), open.text() + line + "\n");
            } else {
                if (title.matches()) {
                    heading = title.group(1);
                    String anchor = anchor(heading);
                    int before = times.merge(anchor, 1, Integer::sum) - 1;
                    anchors.add(before == 0 ? anchor : anchor + "-" + before);
                }
                prose.add(line);
                addLinks(i + 1, line);
            }
        }
        prose.add("");
        if (open != null) {
            throw new AssertionError(open + ": the block has no end");
        }
    }

    private void addLinks(int number, String line) {
        // What is in backticks is no link, but the text of a link may be.
        Matcher link = LINK.matcher(CODE.matcher(line).replaceAll("code"));
        while (link.find()) {
            links.add(new Link(path, number, !link.group(1).isEmpty(), link.group(2)));
        }
    }

    /** By GitHub's rule: lower case, without punctuation, with hyphens for spaces. */
    private static String anchor(String heading) {
        return heading.replaceAll("\\[([^\\]]*)]\\([^)]*\\)", "$1")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{M}\\p{N}_ -]", "")
                .replace(' ', '-');
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
