package io.jenkins.plugins.k8sdag.definition;

import io.jenkins.plugins.k8sdag.definition.Node.Entry;
import io.jenkins.plugins.k8sdag.definition.Node.Mapping;
import io.jenkins.plugins.k8sdag.definition.Node.Scalar;
import io.jenkins.plugins.k8sdag.definition.Node.Sequence;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;

/** Grows the tree from a parser's events, without recursion, and holds it to the limits. */
final class TreeBuilder {
    /** The file cannot be read any further; the problem has been noted. */
    static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1;

        Unreadable() {
            super(null, null, false, false);
        }
    }

    /** A map or list not yet ended, with the key its next value belongs to. */
    private static final class Open {
        final Node node;
        Scalar key;
        boolean dropped;

        Open(Node node) {
            this.node = node;
        }
    }

    private final Problems problems;
    private final Limits limits;
    private final Deque<Open> open = new ArrayDeque<>();
    private int nodes;
    private Node root;

    TreeBuilder(Problems problems, Limits limits) {
        this.problems = problems;
        this.limits = limits;
    }

    /** The whole tree, or null if there was nothing. */
    Node root() {
        return root;
    }

    /** Whether the next scalar is a key. */
    boolean expectsKey() {
        return !open.isEmpty() && open.peek().node instanceof Mapping && open.peek().key == null;
    }

    void startMap(Place at) {
        start(Mapping.empty(at));
    }

    void startList(Place at) {
        start(new Sequence(at, new ArrayList<>()));
    }

    void end() {
        open.pop();
    }

    void scalar(Scalar scalar) {
        count(scalar.at());
        if (expectsKey()) {
            key(scalar);
        } else {
            add(scalar);
        }
    }

    private void start(Node node) {
        count(node.at());
        if (expectsKey()) {
            problems.error(
                    node.at(), "bad-key", node.describe() + " cannot be a key", "write a plain word before the ':'");
            throw new Unreadable();
        }
        if (open.size() >= limits.depth()) {
            problems.error(
                    node.at(),
                    "too-deep",
                    "maps and lists are nested more than " + limits.depth() + " deep",
                    "a DAG file needs far less");
            throw new Unreadable();
        }
        add(node);
        open.push(new Open(node));
    }

    private void key(Scalar key) {
        Open map = open.peek();
        if (!key.isString()) {
            problems.error(
                    key.at(),
                    "bad-key",
                    "the key is " + key.describe() + ", not a string",
                    "write \"" + key.text() + "\"");
        }
        map.key = key;
        Entry first = ((Mapping) map.node).entries().get(key.text());
        map.dropped = first != null;
        if (key.text().equals("<<")) {
            problems.error(
                    key.at(),
                    "merge-key",
                    "merge keys '<<' are not allowed",
                    "use spec.defaults for what stages share");
            map.dropped = true;
        } else if (first != null) {
            problems.error(
                    key.at(),
                    "duplicate-key",
                    "the key '" + key.text() + "' stands twice, first in line "
                            + first.keyAt().line(),
                    "keep one of them");
        }
    }

    private void add(Node node) {
        if (open.isEmpty()) {
            root = node;
            return;
        }
        Open parent = open.peek();
        if (parent.node instanceof Sequence list) {
            list.items().add(node);
        } else if (parent.node instanceof Mapping map) {
            if (!parent.dropped) {
                map.entries().put(parent.key.text(), new Entry(parent.key.at(), node));
            }
            parent.key = null;
        }
    }

    private void count(Place at) {
        if (++nodes > limits.nodes()) {
            problems.error(
                    at,
                    "too-large",
                    "the file has more than " + limits.nodes() + " values",
                    "split it into several DAGs");
            throw new Unreadable();
        }
    }
}
