#!/usr/bin/env python3
"""Writes residential towers with a fire as a scenario of compartments: tower.py FLOORS [FILE [TOWERS]].

Each storey has ten flats, a corridor, a lobby, two stairs and two lift shafts (16 compartments, 3 m
high). A flat on the second storey of the first tower burns with its door open: t-squared to 2 MW in
300 s. Leakage by ASHRAE's average class, 20 degC inside, -10 degC outside. 60 storeys are 960
compartments. Several towers share a garage at their lowest lobbies, 60 storeys ten times over with
it are 9601 compartments.
"""
import sys

FLATS, HEIGHT = 10, 3.0


def slot(name, a, b, z, width, height, share=1.0):
    return (f"    - {{id: {name}, between: [{a}, {b}], bottom: {z:.4f} m, width: {width} m, "
            f"height: {height} m, before: {share}, after: {share}}}\n")


def path(name, a, b, z, law):
    return f"    - {{id: {name}, between: [{a}, {b}], z: [{z:.3f} m], law: {law}}}\n"


def leak(area):
    return f"{{kind: leak, area: {area} m2, cd: 0.65, reference_pressure: 75 Pa, exponent: 0.65}}"


def main():
    floors = int(sys.argv[1])
    out = open(sys.argv[2], "w") if len(sys.argv) > 2 else sys.stdout
    towers = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    rooms, openings, paths = [], [], []

    def room(name, floor, area, kind):
        side = area ** 0.5
        rooms.append(f"    - {{id: {name}, at: [0, 0, {floor * HEIGHT} m], height: {HEIGHT} m, "
                     f"width: {side:.4f} m, depth: {side:.4f} m, kind: {kind}, walls: [{{material: concrete}}], "
                     f"ceiling: [{{material: concrete}}], floor: [{{material: concrete}}]}}\n")

    def tower(p):
        for f in range(floors):
            near = not p and abs(f - 1) <= 1
            kind = "two_layer" if near else "mixed"
            mid = (f + 0.5) * HEIGHT
            for k in range(FLATS):
                room(f"{p}f{f}r{k}", f, 60.0, kind)
                if not p and f == 1 and k == 0:
                    openings.append(slot(f"{p}door{f}_{k}", f"{p}f{f}r{k}", f"{p}c{f}", 0.0, 0.9, 2.0))
                else:
                    paths.append(path(f"{p}door{f}_{k}", f"{p}f{f}r{k}", f"{p}c{f}", mid, leak(0.01)))
                paths.append(path(f"{p}wall{f}_{k}", f"{p}f{f}r{k}", "outside", mid, leak(0.004)))
                if f + 1 < floors:
                    paths.append(path(f"{p}slab{f}_{k}", f"{p}f{f}r{k}", f"{p}f{f + 1}r{k}", (f + 1) * HEIGHT, leak(0.003)))
            room(f"{p}c{f}", f, 50.0, kind)
            room(f"{p}l{f}", f, 12.0, kind)
            openings.append(slot(f"{p}lobby{f}", f"{p}c{f}", f"{p}l{f}", 0.0, 1.5, 2.1, 0.05))
            for s in range(2):
                room(f"{p}s{s}_{f}", f, 15.0, "mixed")
                room(f"{p}e{s}_{f}", f, 6.0, "mixed")
                paths.append(path(f"{p}sdoor{s}_{f}", f"{p}l{f}", f"{p}s{s}_{f}", mid, leak(0.02)))
                paths.append(path(f"{p}edoor{s}_{f}", f"{p}l{f}", f"{p}e{s}_{f}", mid, leak(0.06)))
                if f + 1 < floors:
                    top = (f + 1) * HEIGHT
                    paths.append(path(f"{p}stair{s}_{f}", f"{p}s{s}_{f}", f"{p}s{s}_{f + 1}", top,
                                      "{kind: stair, area: 15 m2, height: 3 m}"))
                    paths.append(path(f"{p}lift{s}_{f}", f"{p}e{s}_{f}", f"{p}e{s}_{f + 1}", top,
                                      "{kind: shaft, area: 6 m2, perimeter: 10 m, height: 3 m}"))
        openings.append(slot(f"{p}entrance", f"{p}l0", "outside", 0.0, 1.5, 2.1, 0.05))
        paths.append(path(f"{p}stair_top", f"{p}s0_{floors - 1}", "outside", floors * HEIGHT, leak(0.05)))
        paths.append(path(f"{p}lift_top", f"{p}e0_{floors - 1}", "outside", floors * HEIGHT, leak(0.1)))
        if towers > 1:
            openings.append(slot(f"{p}garage", f"{p}l0", "garage", 0.0, 1.5, 2.1, 0.05))

    for t in range(towers):
        tower(f"t{t}" if t else "")
    if towers > 1:
        room("garage", 0, 1000.0 * towers, "mixed")
    times = ", ".join(f"{t} s" for t in range(0, 301, 30))
    heat = ", ".join(f"{2000.0 * (t / 300.0) ** 2:.1f} kW" for t in range(0, 301, 30))
    out.write(f"flue: 1\ntitle: {towers} towers of {floors} storeys with a fire\n"
              "site: {weather: {temperature: -10 °C}}\nnetwork:\n  temperature: 20 °C\n"
              "  materials: {concrete: {conductivity: 1.4, density: 2300, specific_heat: 880, "
              "thickness: 0.15 m, emissivity: 0.9}}\n"
              "  fuels: {foam: {carbon: 1, hydrogen: 1.8, oxygen: 0.3, nitrogen: 0.05, "
              "heat_of_combustion: 25 MJ/kg, radiative_fraction: 0.35}}\n"
              "  compartments:\n" + "".join(rooms) + "  openings:\n" + "".join(openings) +
              "  paths:\n" + "".join(paths) +
              f"  fires:\n    - {{id: fire, in: f1r0, fuel: foam, times: [{times}], heat: [{heat}], "
              "co: [" + ", ".join(["0.02"] * 11) + "], soot: [" + ", ".join(["0.1"] * 11) + "]}\n"
              "run: {end: 30 min, output: 10 s}\n")


main()
