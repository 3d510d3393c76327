/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file solver/network/network_enclosure.h  Radiation between the surfaces and layers of one
 * compartment. */
#ifndef FLUE_SOLVER_NETWORK_ENCLOSURE_H
#define FLUE_SOLVER_NETWORK_ENCLOSURE_H

#include "solver/network/network_internal.h"

/** Nodes: four faces, lower and upper gas. */
enum { n_faces = FLUE_SURFACE_COUNT, lower_gas = n_faces, upper_gas, n_nodes };

/** A compartment in the heat of one step. */
typedef struct enclosure {
  size_t room;
  double width, depth, below, above;    /* [m] */
  double area[n_faces], solid[n_faces]; /* with and without openings to the outside [m2] */
  double emissivity[n_faces];           /* of the face with its openings, which are black */
  double own[n_faces], outer[n_faces];  /* parts of that which the solid and the openings emit */
  double outside;                       /* emissive power of the outside [W m-2] */
  double h[n_faces];
  double temp[n_nodes];            /* at the start [K] */
  double about[n_nodes];           /* that emission is a straight line about [K] */
  double absorption[2], length[2]; /* of layers [m-1]; mean beam length [m] */
  double of_flames[2];             /* absorption of the radiation of flames [m-1] */
  double view[n_faces][n_faces];
  double direct[n_nodes][n_nodes];      /* exchange areas [m2] */
  double fire[n_nodes];                 /* radiation of flames that reaches a node [W] */
  double to_face[n_nodes][n_nodes + 1]; /* radiosity of face i for unit emissive power of node j and
                                           for the flames' radiation */
  double jet_h, jet_heat, jet_area;     /* convection of ceiling jets [W K-1], [W], [m2] */
  int cell[2];
  const flue_wall_step *step; /* of all build-ups for the time the walls go on */
} enclosure;

/** Sizes of the compartment, its cells and surfaces as the interface divides them. */
void enclosure_set_geometry(const flue_network *net, size_t room, enclosure *e);
/** Exchange areas and radiosities, with the flames in it; wants emissivities and the gas. */
void enclosure_set_radiation(const flue_network *net, enclosure *e);
/** Net radiation into a node as weights of the emissive powers of all nodes and of the flames. */
void enclosure_net_weights(const enclosure *e, int node, double w[n_nodes + 1]);
/** Solves m x = b for several right-hand sides in place; m is diagonally dominant. */
void enclosure_solve(int n, int width, double m[][n_nodes], double b[][n_nodes + 1]);

#endif /* FLUE_SOLVER_NETWORK_ENCLOSURE_H */
