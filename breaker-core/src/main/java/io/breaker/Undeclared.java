package io.breaker;

/** Throws what the compiler wants declared. For policies, where it is the user's own exception, or documented. */
public final class Undeclared {

    private Undeclared() {}

    /**
     * Throws an exception, checked or not.
     *
     * @param thrown the exception
     * @return nothing; a type, so that the compiler sees that nothing comes after it
     */
    public static RuntimeException exception(Throwable thrown) {
        throw Undeclared.<RuntimeException>sneak(thrown);
    }

    @SuppressWarnings("unchecked") // the compiler alone asks
    private static <X extends Throwable> RuntimeException sneak(Throwable thrown) throws X {
        throw (X) thrown;
    }
}
