package io.breaker.sample.drill;

/** One way to break one server. */
record Fault(String server, String mode, String delay) {

    @Override
    public String toString() {
        return server + " " + mode;
    }
}
