package dev.lockstep.camel.measure;

import java.util.List;
import java.util.Map;

/** Replays recorded values. */
public final class Recording {

    private Recording() {}

    /**
     * Returns the value of a cycle. It depends on the cycle alone, so all nodes agree, also one that was restarted.
     *
     * @param cycle the cycle, from 1
     * @param rows the recording, by column
     * @param column the column with the values
     * @param path the file, for error messages
     * @throws IllegalArgumentException if the recording has no rows, or the row does not have the column
     */
    public static String value(long cycle, List<Map<String, String>> rows, String column, String path) {
        if (rows.isEmpty()) {
            throw new IllegalArgumentException(path + " has no rows");
        }
        Map<String, String> row = rows.get(Math.floorMod(cycle - 1, rows.size()));
        if (!row.containsKey(column)) {
            throw new IllegalArgumentException(
                    path + " has no column '" + column + "'; its columns are " + row.keySet());
        }
        return row.get(column);
    }
}
