package io.jenkins.plugins.k8sdag.definition;

/**
 * A place in a file.
 *
 * @param line from 1
 * @param column from 1, in characters
 */
record Place(int line, int column) implements Comparable<Place> {
    static final Place START = new Place(1, 1);

    /** The same line, further to the right. */
    Place right(int columns) {
        return new Place(line, column + columns);
    }

    @Override
    public int compareTo(Place that) {
        return line != that.line ? Integer.compare(line, that.line) : Integer.compare(column, that.column);
    }
}
