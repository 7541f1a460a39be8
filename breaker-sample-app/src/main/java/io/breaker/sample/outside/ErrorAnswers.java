package io.breaker.sample.outside;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Answers a client's requests with errors, as a server does that is alive but cannot work. */
interface ErrorAnswers {

    /** Answers until the client has no more requests. */
    void serve(InputStream requests, OutputStream answers) throws IOException;
}
