# SPDX-License-Identifier: GPL-3.0-or-later
"""Exact cases of zone models, run by the program and compared with their expected values.

The cases are CFAST's verification inputs (public domain, NIST) with the values of
their tables; tolerances are relative unless a case says otherwise. A case marked "short" is a known
shortfall: it must lie outside the tolerance asked for and inside the one measured.
Exit code 77: the data are not there.
"""
import csv
import os
import subprocess
import sys
import tempfile

SOURCE = os.environ.get("FLUE_SOURCE", ".")
PROGRAM = os.environ["FLUE_PROGRAM"]
CASES = os.path.join(SOURCE, "..", "shared", "validation", "zone", "verification")
failures = []


def run(folder, case):
    """Tables of a case: {table: {column: [values]}}."""
    name = os.path.basename(case)
    result = os.path.join(folder, name + ".h5")
    source = os.path.join(CASES, case + ".in")
    subprocess.run([PROGRAM, "run", source, "-o", result, "-q"], check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    subprocess.run([PROGRAM, "export", result, "--cfast", folder, "--validation"], check=True,
                   stdout=subprocess.DEVNULL)
    tables = {}
    for kind in ("compartments", "devices", "vents", "masses", "walls"):
        with open(os.path.join(folder, f"{name}_{kind}.csv"), encoding="utf-8") as file:
            rows = list(csv.reader(file))
        data = [[float(x) for x in row] for row in rows[4:]]
        tables[kind] = {column: [row[i] for row in data] for i, column in enumerate(rows[0])}
    return tables


def check(what, value, expected, tolerance, absolute=0.0, short=0.0):
    error = abs(value - expected)
    allowed = max(tolerance * abs(expected), absolute)
    if short:
        if allowed < error <= short * abs(expected):
            return
        failures.append(f"{what}: {value:.6g}, expected {expected:.6g}: the known shortfall changed")
    elif error > allowed:
        failures.append(f"{what}: {value:.6g}, expected {expected:.6g} within {allowed:.3g}")


def rise(series):
    return series[-1] - series[0]


def at(table, column, time_s):
    times = table["Time"]
    return table[column][min(range(len(times)), key=lambda i: abs(times[i] - time_s))]


def energy(folder):
    for case in ("sealed_test", "sealed_test_2_layers"):
        room = run(folder, "Energy_Balance/" + case)["compartments"]
        # the expected values hold for a constant heat capacity; with that of air (u = 209 kJ/kg at
        # 293 K, 807 kJ/kg at 1056 K) and the fuel's mass in it the first law gives 754 K
        check(case + " pressure", room["PRS_1"][-1], 288000.0, 0.10)
        check(case + " temperature", rise(room["ULT_1"]), 819.8, 0.10)
        check(case + " temperature of real air", rise(room["ULT_1"]), 754.0, 0.01)
    room = run(folder, "Thermal_Equilibrium/basic_tempequilib")["compartments"]
    check("equilibrium temperature", room["ULT_1"][-1], 25.0, 1e-5)
    check("equilibrium pressure", room["PRS_1"][-1], 1728.2, 1e-4)


def mass(folder):
    for case in ("species_mass_1", "species_mass_2", "species_mass_3"):
        m = run(folder, "Mass_Balance/" + case)["masses"]
        co2 = sum(rise(m[c]) for c in m if "MCO2_" in c)
        h2o = sum(rise(m[c]) for c in m if "MH2O_" in c)
        check(case + " CO2", co2, 0.0181066, 2e-3)
        check(case + " H2O", h2o, 0.0148243, 2e-3)
    m = run(folder, "Mass_Balance/species_mass_4")["masses"]
    for time_s, expected in ((900, 18.107e-3), (2400, 9.053e-3), (4900, 6.036e-3), (7400, 4.527e-3)):
        check(f"species_mass_4 at {time_s} s", at(m, "ULMCO2_1", time_s) - m["ULMCO2_1"][0], expected,
              0.10 if time_s > 2400 else 2e-3)
    m = run(folder, "Species/species_test")["masses"]
    for name, expected in (("CO2", 56.673e-3), ("H2O", 12.781e-3), ("CO", 3.15e-3),
                           ("HCN", 2.5e-3), ("HCl", 6.888e-3), ("OD", 9.3e-3)):
        total = sum(rise(m[c]) for c in m if c in (f"ULM{name}_1", f"LLM{name}_1"))
        check("species_test " + name, total, expected, 1e-3)
    m = run(folder, "Species/Trace_Species_1")["masses"]
    check("trace", sum(m[c][-1] for c in m if "MTS_" in c), 1e-5, 0.01)


def flows(folder):
    room = run(folder, "Ventilation/ventilation_1")["compartments"]
    check("ventilation_1", max(room["PRS_1"]), 11028.0, 0.01)
    tables = run(folder, "Ventilation/ventilation_2")
    check("ventilation_2 flow", tables["vents"]["M_4_Outside_2"][-1], 1.1946, 0.01)
    check("ventilation_2 stays cold", tables["compartments"]["ULT_1"][-1], 20.0, 1e-4)
    room = run(folder, "Ventilation/ventilation_3")["compartments"]
    check("ventilation_3 pressure", max(room["PRS_1"]), 33248.0, 2e-3)
    check("ventilation_3 temperature", max(room["ULT_1"]) - 20.0, 22.26, 4e-3)
    vents = run(folder, "Ventilation/VVent_Tests")["vents"]
    for name in ("CF_3_Outside_1", "CF_2_3_2", "CF_1_2_3"):
        check("stacked vents " + name, abs(vents[name][-1]), 0.11954, 0.01)
    for case in ("Leakage_1", "Leakage_2"):
        tables = run(folder, "Ventilation/" + case)
        check(case, abs(tables["vents"]["L_1_Outside_1"][-1]), 0.012, 0.005)
    check("Leakage_2 pressure", tables["compartments"]["PRS_1"][-1], 1.2245, 0.005)


def heat(folder):
    t = run(folder, "Radiation/radiation_1")["devices"]
    check("radiation_1", rise(t["TRGSURT_1"]), 4.315, 0.025)
    t = run(folder, "Radiation/radiation_2")["devices"]
    with open(os.path.join(CASES, "Radiation", "radiation_2.csv"), encoding="utf-8") as file:
        rows = [[float(x) for x in row] for row in list(csv.reader(file))[1:] if row[0]]
    for i in range(3):
        check(f"radiation_2 end {i}", t[f"TRGINT_{i + 1}"][-1], 500.0, 1e-3)
    for row in rows[1:3]:
        for i in range(3):
            check(f"radiation_2 target {i + 1} at {row[0]} s", at(t, f"TRGINT_{i + 1}", row[0]),
                  row[i + 1], 0.10)
    for case in ("radiation_3", "radiation_4", "radiation_5"):
        t = run(folder, "Radiation/" + case)["devices"]
        gas = sum(t[f"TRGFLXG_{i}"][-1] for i in range(1, 12)) / 11.0
        check(case + " flux of the gas", gas, 29.107, 0.01)
        wall_k = {"radiation_3": 1000.0, "radiation_4": 500.0, "radiation_5": 1500.0}[case]
        sent = 5.670374e-11 * wall_k**4
        passed = sum(t[f"TRGFLXS_{i}"][-1] for i in range(1, 12)) / 11.0
        absorbed = 1.0 - passed / sent
        exact = {"radiation_3": 0.5135, "radiation_4": 0.706, "radiation_5": 0.4047}[case]
        # the gas absorbs as it emits, whatever the walls' temperature (CFAST: 24 and 32 % off)
        check(case + " absorptivity", absorbed, exact, 0.02 if case == "radiation_3" else 0.20,
              short=0.0 if case == "radiation_3" else 0.30)
    t = run(folder, "Target/target_1")["devices"]
    check("adiabatic surface temperature", t["TRGSURT_1"][-1], 74.4734, 2e-4)
    t = run(folder, "Target/target_2")["devices"]
    exact = (0.24868, 0.9947, 3.979, 15.916, 24.868, 25.0, 25.0, 25.0)
    for i, flux in enumerate(exact):
        check(f"point source at target {i + 1}", t[f"TRGFLXF_{i + 1}"][-1], flux, 0.012)


def devices(folder):
    t = run(folder, "Species/heat_tenability")["devices"]
    check("dose of heat", t["TRGDFEDH_1"][-1], 6.746e-4, 1e-3)
    t = run(folder, "Species/gas_tenability")["devices"]
    check("dose of gas", t["TRGDFEDG_1"][-1], 6.56e-6, 0.12)
    t = run(folder, "Fires/Ignition_Test")
    room, target = t["compartments"], t["devices"]
    lit = [next(t for t, on in zip(room["Time"], room[f"IGN_{f}"]) if on > 0) for f in (2, 3)]
    reached = next(s for s, flux in zip(target["Time"], target["TRGFLXI_1"]) if flux >= 6.0)
    check("ignition when the flux is there", lit[0], reached, 0.0, absolute=1.0)
    # CFAST's own figure, which it does not score: the target sees the layer too
    check("ignition by flux", lit[0], 148.0, 0.10)
    check("ignition by temperature", lit[1], 227.0, 0.05)


def main():
    if not os.path.isdir(CASES):
        print("skipped: ../shared/validation/zone/verification is not there")
        return 77
    with tempfile.TemporaryDirectory() as folder:
        for part in (energy, mass, flows, heat, devices):
            part(folder)
    for failure in failures:
        print("FAILED", failure)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
