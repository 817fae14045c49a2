// Opens a graph file with Gephi's own importer and processor, as File > Open does, and prints what
// is in the workspace then: a line for each node and edge, fields apart by tabs.
// Usage: java -cp gephi-toolkit-all.jar Read.java FILE

import java.io.File;
import java.io.PrintStream;
import org.gephi.graph.api.Column;
import org.gephi.graph.api.Edge;
import org.gephi.graph.api.Element;
import org.gephi.graph.api.ElementProperties;
import org.gephi.graph.api.Graph;
import org.gephi.graph.api.GraphController;
import org.gephi.graph.api.GraphModel;
import org.gephi.graph.api.Interval;
import org.gephi.graph.api.Node;
import org.gephi.graph.api.Table;
import org.gephi.graph.api.types.TimeMap;
import org.gephi.graph.api.types.TimeSet;
import org.gephi.io.importer.api.Container;
import org.gephi.io.importer.api.ImportController;
import org.gephi.io.processor.plugin.DefaultProcessor;
import org.gephi.project.api.ProjectController;
import org.openide.util.Lookup;

public class Read {
    public static void main(String[] args) throws Exception {
        PrintStream out = new PrintStream(System.out, true, "UTF-8");
        ProjectController projects = Lookup.getDefault().lookup(ProjectController.class);
        projects.newProject();
        ImportController importer = Lookup.getDefault().lookup(ImportController.class);
        Container container = importer.importFile(new File(args[0]));
        importer.process(container, new DefaultProcessor(), projects.getCurrentWorkspace());
        container.getReport().getIssues(100).forEachRemaining(
            issue -> out.println("issue\t" + issue.getLevel() + "\t" + text(issue.getMessage())));
        GraphModel model = Lookup.getDefault().lookup(GraphController.class).getGraphModel();
        Graph graph = model.getGraph();
        for (Node node : graph.getNodes()) {
            out.println(String.join("\t", "node", text(node.getId()), "x=" + node.x(),
                "y=" + node.y(), "size=" + node.size(), look(node), values(node, model.getNodeTable())));
        }
        for (Edge edge : graph.getEdges()) {
            out.println(String.join("\t", "edge", text(edge.getId()),
                "source=" + text(edge.getSource().getId()),
                "target=" + text(edge.getTarget().getId()), "directed=" + edge.isDirected(),
                "gephi type=" + text(edge.getTypeLabel()), look(edge), values(edge, model.getEdgeTable())));
        }
        System.exit(0);
    }

    private static String look(ElementProperties element) {
        return String.format("color=#%06x", element.getColor().getRGB() & 0xffffff);
    }

    private static String values(Element element, Table table) {
        StringBuilder all = new StringBuilder();
        for (Column column : table) {
            Object value = element.getAttribute(column);
            if (value != null) {
                all.append(all.length() > 0 ? "\t" : "");
                all.append(text(column.getTitle().toLowerCase())).append("=").append(shown(value));
            }
        }
        return all.toString();
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static String shown(Object value) {
        StringBuilder all = new StringBuilder();
        if (value instanceof TimeSet) {
            for (Object time : ((TimeSet) value).toArray()) {
                all.append(span(time)).append(";");
            }
        } else if (value instanceof TimeMap) {
            for (Object time : ((TimeMap) value).toKeysArray()) {
                all.append(span(time)).append("=").append(((TimeMap) value).get(time, "")).append(";");
            }
        } else {
            all.append(value);
        }
        return text(all);
    }

    private static String span(Object time) {
        if (time instanceof Interval) {
            return "[" + ((Interval) time).getLow() + "," + ((Interval) time).getHigh() + "]";
        }
        return "[" + time + "]";
    }

    private static String text(Object value) {
        return String.valueOf(value)
            .replace("\\", "\\\\").replace("\t", "\\t").replace("\r", "\\r").replace("\n", "\\n");
    }
}
