package org.wengert.cli;

/** What was asked cannot be done as it was given; the message tells the user why and what to give instead. */
final class WrongInput extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param message a sentence for the user, without internal names
     */
    WrongInput(String message) {
        super(message);
    }
}
