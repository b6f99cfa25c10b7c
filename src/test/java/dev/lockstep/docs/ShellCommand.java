package dev.lockstep.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One command of a block of shell commands. Knows as much of the shell as the documentation uses: comments, quotes, continued
 * lines, {@code &&}, variables before a command.
 *
 * @param block where it is
 * @param variables the names of the variables that it sets
 * @param words the program and its arguments
 */
record ShellCommand(Block block, List<String> variables, List<String> words) {

    private static final String PROMPT = "$ ";
    private static final Pattern WORD =
            Pattern.compile("((?:[^\\s\"'#]|\"[^\"]*\"|'[^']*')(?:[^\\s\"']|\"[^\"]*\"|'[^']*')*)|(#.*)");
    private static final Pattern ASSIGNMENT = Pattern.compile("(\\w+)=.*");

    /** The commands of a block: all lines, or those behind a prompt where their output is between them. */
    static List<ShellCommand> of(Block block) {
        return block.text()
                .replace("\\\n", " ")
                .lines()
                .filter(line -> block.is("sh") || line.startsWith(PROMPT))
                .map(line -> block.is("sh") ? line : line.substring(PROMPT.length()))
                .flatMap(line -> Stream.of(line.split(" && ")))
                .map(ShellCommand::words)
                .filter(words -> !words.isEmpty())
                .map(words -> of(block, words))
                .toList();
    }

    private static ShellCommand of(Block block, List<String> words) {
        List<String> rest = new ArrayList<>(words);
        boolean exports = rest.get(0).equals("export");
        if (exports) {
            rest.remove(0);
        }
        List<String> variables = new ArrayList<>();
        while (!rest.isEmpty() && ASSIGNMENT.matcher(rest.get(0)).matches()) {
            variables.add(rest.remove(0).split("=")[0]);
        }
        if (exports && !rest.isEmpty()) {
            throw new AssertionError(block + ": no assignment: " + rest);
        }
        return new ShellCommand(block, variables, rest);
    }

    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(line);
        while (word.find() && word.group(2) == null) {
            words.add(word.group(1).replaceAll("[\"']", ""));
        }
        return words;
    }

    boolean runs(String program) {
        return !words.isEmpty() && words.get(0).equals(program);
    }

    /** Whether it is one of these commands of Lockstep: {@code java -jar JAR COMMAND ...}. */
    boolean isOf(String... commands) {
        return runs("java") && words.size() > 3 && List.of(commands).contains(words.get(3));
    }

    /** The words from one on. */
    List<String> from(int index) {
        return words.subList(index, words.size());
    }

    @Override
    public String toString() {
        return block + ": " + String.join(" ", words);
    }
}
