package dev.memoryservice.operator.status;

/**
 * One condition as it is now; when it became so is decided later.
 *
 * @param reason one word in CamelCase, for programs
 * @param message the same words as in the Event and the log
 */
public record Finding(ConditionType type, Truth truth, String reason, String message) {

    /** The three values of a condition's status. */
    public enum Truth {
        TRUE("True"),
        FALSE("False"),
        UNKNOWN("Unknown");

        private final String label;

        Truth(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    public static Finding yes(ConditionType type, String reason, String message) {
        return new Finding(type, Truth.TRUE, reason, message);
    }

    public static Finding no(ConditionType type, String reason, String message) {
        return new Finding(type, Truth.FALSE, reason, message);
    }

    public static Finding unknown(ConditionType type, String reason, String message) {
        return new Finding(type, Truth.UNKNOWN, reason, message);
    }

    public boolean holds() {
        return truth == Truth.TRUE;
    }
}
