package dev.lockstep.docs;

import java.nio.file.Path;

/**
 * A link of a document.
 *
 * @param document the file
 * @param line the number of its line
 * @param isImage whether it is shown in place
 * @param target as it is written
 */
record Link(Path document, int line, boolean isImage, String target) {

    @Override
    public String toString() {
        return document + ", line " + line + ": " + target;
    }
}
