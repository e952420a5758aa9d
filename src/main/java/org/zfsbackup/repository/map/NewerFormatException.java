package org.zfsbackup.repository.map;

/** A map or record that a newer version of this program wrote. */
public final class NewerFormatException extends DamagedMapException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param why what is wrong, as a sentence
     */
    public NewerFormatException(String why) {
        super(why);
    }
}
