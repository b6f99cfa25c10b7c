package dev.lockstep.camel.measure;

import java.math.BigDecimal;

/** The number that a file holds, in another unit. */
public final class FileNumber {

    private FileNumber() {}

    /**
     * Reads and scales, in decimal: 45123 thousandths are 45.123, not 45.123000000000005.
     *
     * @param text what the file holds; white space around the number is ignored
     * @param scale what the number is multiplied with
     * @param path the file, for messages
     * @throws IllegalArgumentException if the text or the scale is not a number
     */
    public static double read(String text, String scale, String path) {
        BigDecimal number = number(text, path + " holds '" + shortened(text) + "', which is not a number");
        BigDecimal factor = number(scale, "measure.file.scale is '" + scale + "', which is not a number");
        return number.multiply(factor).doubleValue();
    }

    private static BigDecimal number(String text, String otherwise) {
        try {
            return new BigDecimal(text.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(otherwise, e);
        }
    }

    private static String shortened(String text) {
        String line = text.strip();
        return line.length() <= 40 ? line : line.substring(0, 40) + "...";
    }
}
