// Writes public/world.json: the countries of Natural Earth (1:110m, by way of world-atlas) by their ISO 3166 codes, and a point
// for each that is too small to be in it (from 1:50m). The codes are the graph's codes.

import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { geoArea, geoCentroid } from "d3-geo";
import { feature } from "topojson-client";

const require = createRequire(import.meta.url);
const iso = require("i18n-iso-countries");
const read = (name) => JSON.parse(readFileSync(require.resolve(`world-atlas/${name}`), "utf8"));
const WITHOUT = { Kosovo: "XKX", Somaliland: "XSL", "N. Cyprus": "NORTHERN-CYPRUS" }; // no ISO code; the graph's own
const code = (geometry) => (geometry.id ? iso.numericToAlpha3(geometry.id) : undefined) ?? WITHOUT[geometry.properties.name];

const world = read("countries-110m.json");
const shapes = world.objects.countries.geometries.filter((geometry) => geometry.properties.name !== "Antarctica");
for (const geometry of shapes) {
  geometry.id = code(geometry) ?? geometry.properties.name;
  geometry.properties = { name: geometry.properties.name };
}
const SMALL = 0.00025; // steradians: below it a shape is smaller than a finger on a telephone
const large = new Set(shapes.filter((geometry) => geoArea(feature(world, geometry)) > SMALL).map((geometry) => geometry.id));
const fine = read("countries-50m.json");
const points = {};
for (const geometry of fine.objects.countries.geometries) {
  const id = code(geometry);
  const shape = feature(fine, geometry);
  if (!id || id === "ATA" || large.has(id)) continue;
  points[id] = { at: geoCentroid(shape).map((each) => Math.round(each * 100) / 100), name: geometry.properties.name };
}
const sorted = Object.fromEntries(Object.entries(points).sort(([a], [b]) => (a < b ? -1 : 1)));
world.objects = { countries: { type: "GeometryCollection", geometries: shapes } };
writeFileSync(new URL("../public/world.json", import.meta.url), JSON.stringify({ world, points: sorted }));
console.log(`${shapes.length} shapes, ${Object.keys(sorted).length} points`);
