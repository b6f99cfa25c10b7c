package dev.lockstep.docs;

import java.nio.file.Path;

/**
 * A fenced block of a document.
 *
 * @param document the file
 * @param line the line of its opening fence
 * @param heading the text of the heading that it is below
 * @param language the word behind the opening fence; empty if there is none
 * @param text its lines, each with a line break
 */
record Block(Path document, int line, String heading, String language, String text) {

    boolean is(String wanted) {
        return language.equals(wanted);
    }

    @Override
    public String toString() {
        return document + ", line " + line;
    }
}
