package dev.memoryservice.operator.dependent;

/** What a reconcile does with an object. */
public enum Presence {
    /** It is made, or set right. */
    APPLIED,
    /** It is left as it is, if it is there. */
    UNTOUCHED,
    /** It is deleted if it is there. */
    ABSENT;

    /** Made where it is wanted, deleted where it is not. */
    public static Presence of(boolean wanted) {
        return wanted ? APPLIED : ABSENT;
    }
}
