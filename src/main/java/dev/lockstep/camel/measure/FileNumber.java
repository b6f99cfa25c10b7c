package dev.lockstep.camel.measure;

import java.math.BigDecimal;

/** Parses the number in a file and scales it to another unit. */
public final class FileNumber {

    private FileNumber() {}

    /**
     * Parses and scales in decimal: 45123 thousandths are 45.123, not 45.123000000000005.
     *
     * @param text the content of the file; white space around the number is ignored
     * @param scale the factor by which the number is multiplied
     * @param path the file, for error messages
     * @throws IllegalArgumentException if the text or the scale is not a number
     */
    public static double read(String text, String scale, String path) {
        BigDecimal number = number(text, path + " contains '" + shortened(text) + "', which is not a number");
        BigDecimal factor = number(scale, "measure.file.scale is '" + scale + "', which is not a number");
        return number.multiply(factor).doubleValue();
    }

    private static BigDecimal number(String text, String errorMessage) {
        try {
            return new BigDecimal(text.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(errorMessage, e);
        }
    }

    private static String shortened(String text) {
        String line = text.strip();
        return line.length() <= 40 ? line : line.substring(0, 40) + "...";
    }
}
