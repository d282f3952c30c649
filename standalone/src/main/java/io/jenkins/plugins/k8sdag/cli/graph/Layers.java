package io.jenkins.plugins.k8sdag.cli.graph;

import io.jenkins.plugins.k8sdag.dag.Dag;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The layered layout of Sugiyama, Tagawa and Toda: every stage stands one layer behind the last of its needs, an edge over several
 * layers gets a waypoint in each between, and layers are sorted by where their neighbours stand, so that few edges cross.
 */
final class Layers {
    private static final int SWEEPS = 8;

    /** A stage, or a waypoint of an edge. */
    static final class Point {
        /** The stage's position, or -1 for a waypoint. */
        final int stage;

        final int layer;
        final List<Point> before = new ArrayList<>();
        final List<Point> after = new ArrayList<>();
        double row;

        Point(int stage, int layer) {
            this.stage = stage;
            this.layer = layer;
        }
    }

    /**
     * An edge.
     *
     * @param points from stage to stage, waypoints between
     * @param label what is written at it, or ""
     */
    record Edge(List<Point> points, String label) {}

    final List<List<Point>> layers = new ArrayList<>();
    final List<Edge> edges = new ArrayList<>();

    private Layers() {}

    static Layers of(Dag dag) {
        Layers layout = new Layers();
        List<Edges.Edge> arrows = Edges.of(dag);
        Point[] points = layout.place(dag, arrows);
        arrows.forEach(e -> layout.connect(points[e.from()], points[e.to()], e.label()));
        layout.number();
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            layout.sort(sweep % 2 == 0);
        }
        layout.straighten();
        return layout;
    }

    private Point[] place(Dag dag, List<Edges.Edge> arrows) {
        Map<Integer, List<Integer>> into = new HashMap<>();
        arrows.forEach(
                e -> into.computeIfAbsent(e.to(), to -> new ArrayList<>()).add(e.from()));
        Point[] points = new Point[dag.size()];
        for (boolean inFinally : List.of(false, true)) {
            // What runs last stands behind all else.
            int first = inFinally ? layers.size() : 0;
            for (int i : dag.topologicalOrder()) {
                if (dag.stage(i).inFinally() == inFinally) {
                    int layer = into.getOrDefault(i, List.of()).stream()
                            .mapToInt(from -> points[from].layer + 1)
                            .max()
                            .orElse(first);
                    points[i] = new Point(i, layer);
                    add(points[i]);
                }
            }
        }
        return points;
    }

    private void add(Point point) {
        while (layers.size() <= point.layer) {
            layers.add(new ArrayList<>());
        }
        layers.get(point.layer).add(point);
    }

    private void connect(Point from, Point to, String label) {
        List<Point> path = new ArrayList<>(List.of(from));
        for (int layer = from.layer + 1; layer <= to.layer; layer++) {
            Point next = to;
            if (layer < to.layer) {
                next = new Point(-1, layer);
                add(next);
            }
            Point last = path.get(path.size() - 1);
            last.after.add(next);
            next.before.add(last);
            path.add(next);
        }
        edges.add(new Edge(path, label));
    }

    private void number() {
        for (List<Point> layer : layers) {
            for (int i = 0; i < layer.size(); i++) {
                layer.get(i).row = i;
            }
        }
    }

    /** Sorts each layer by the mean row of its neighbours in the layer before, or, on the way back, behind. */
    private void sort(boolean forward) {
        for (int k = 0; k < layers.size(); k++) {
            List<Point> layer = layers.get(forward ? k : layers.size() - 1 - k);
            layer.sort(Comparator.comparingDouble(p -> mean(forward ? p.before : p.after, p.row)));
            for (int i = 0; i < layer.size(); i++) {
                layer.get(i).row = i;
            }
        }
    }

    private static double mean(List<Point> neighbours, double otherwise) {
        return neighbours.stream().mapToDouble(p -> p.row).average().orElse(otherwise);
    }

    /** Moves points towards their neighbours as far as the order and a distance of one row allow, from the middle of the widest layer. */
    private void straighten() {
        int widest = layers.stream().mapToInt(List::size).max().orElse(0);
        for (List<Point> layer : layers) {
            layer.forEach(p -> p.row += (widest - layer.size()) / 2.0);
        }
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            for (List<Point> layer : layers) {
                settle(layer, sweep % 2 == 0);
            }
        }
        double top = layers.stream()
                .flatMap(List::stream)
                .mapToDouble(p -> p.row)
                .min()
                .orElse(0);
        layers.forEach(layer -> layer.forEach(p -> p.row -= top));
    }

    private static void settle(List<Point> layer, boolean forward) {
        double[] wish = layer.stream()
                .mapToDouble(p -> mean(forward ? p.before : p.after, p.row))
                .toArray();
        double least = Double.NEGATIVE_INFINITY;
        double[] down = new double[wish.length];
        for (int i = 0; i < wish.length; i++) {
            down[i] = Math.max(wish[i], least);
            least = down[i] + 1;
        }
        double most = Double.POSITIVE_INFINITY;
        for (int i = wish.length - 1; i >= 0; i--) {
            double up = Math.min(wish[i], most);
            most = up - 1;
            // Both keep the order and the distance, and so does what lies half way.
            layer.get(i).row = (down[i] + up) / 2;
        }
    }
}
