package org.zfsbackup.store.fileserver;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Sends requests that a file server may refuse, and says in one way what it refused.
 *
 * @param refusal the client's type of exception for a refusal
 * @param isMissing whether a refusal says that the file does not exist
 */
record RefusableRequests<E extends Exception>(Class<E> refusal, Predicate<E> isMissing) {
    /** A request that the server may refuse. */
    @FunctionalInterface
    interface Request<R> {
        /** Sends the request, in the calling thread. */
        R send() throws Exception;
    }

    /**
     * Returns the answer, or nothing if the file does not exist.
     *
     * @param what what the request does, for the error, for example "delete FILE"
     * @throws IOException if the server refuses the request for another reason, or the connection fails
     */
    <R> Optional<R> unlessMissing(String what, Request<R> request) throws IOException {
        try {
            return Optional.of(request.send());
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            if (refusal.isInstance(e) && isMissing.test(refusal.cast(e))) {
                return Optional.empty();
            }
            if (e instanceof RuntimeException unexpected && !refusal.isInstance(e)) {
                throw unexpected;
            }
            throw new IOException("cannot " + what + ": " + e.getMessage(), e);
        }
    }

    /**
     * Sends a request for a file that must exist.
     *
     * @param what what the request does, for the error
     * @throws IOException if the file does not exist, the server refuses the request, or the connection fails
     */
    void must(String what, Request<Boolean> request) throws IOException {
        if (unlessMissing(what, request).isEmpty()) {
            throw new IOException("cannot " + what + ": it does not exist");
        }
    }
}
