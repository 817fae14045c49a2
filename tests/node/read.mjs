// Reads a graph file as Gephi Lite does, and prints what it has read as JSON.
// Usage: node read.mjs FILE.graphml|FILE.gexf
import { readFileSync } from "node:fs";
import Graph from "graphology";
import gexf from "graphology-gexf";
import graphml from "graphology-graphml";

const file = process.argv[2];
const text = readFileSync(file, "utf8");
const graph = file.endsWith(".gexf")
  ? gexf.parse(Graph, text, { allowUndeclaredAttributes: true, addMissingNodes: true })
  : graphml.parse(Graph, text, { addMissingNodes: true });

console.log(
  JSON.stringify({
    type: graph.type,
    nodes: graph.mapNodes((id, attributes) => ({ id, attributes })),
    edges: graph.mapEdges((id, attributes, source, target) => ({ id, source, target, attributes })),
  }),
);
