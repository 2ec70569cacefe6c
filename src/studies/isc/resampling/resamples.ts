/** What the resamples are of. */
export interface Size {
  readonly subjects: number;
  readonly time: number;
}

/** How much each row (subject or pair) counts in a resample: 2 for one drawn twice, −1 for one whose sign is changed. */
export interface Term {
  /** The summary of this term is added or taken away. */
  readonly factor: 1 | -1;
  /** samples × rows. */
  readonly weights: Float64Array;
}

/** All resamples, ready to be carried out on any units. */
export type Plan =
  /** Weights of correlations. */
  | { readonly kind: "weights"; readonly samples: number; readonly terms: readonly Term[] }
  /** Weights of courses, whose correlations are then taken anew among those that weigh. */
  | { readonly kind: "courses"; readonly samples: number; readonly terms: readonly Term[] }
  | Movement
  | DrawnPhases;

/** Random phases that nobody has drawn yet: those of 100,000 samples would fill a gigabyte. */
export interface DrawnPhases {
  readonly kind: "drawn-phases";
  readonly samples: number;
  readonly everyone: boolean;
  /** With the index of a sample it decides its phases. */
  readonly seed: number;
}

/** Courses that are moved; every subject, or the left-out one alone. */
export type Movement = Shifts | Phases;

export interface Shifts {
  readonly kind: "shifts";
  readonly samples: number;
  readonly everyone: boolean;
  /** samples × subjects, in times. */
  readonly shifts: Float64Array;
}

export interface Phases {
  readonly kind: "phases";
  readonly samples: number;
  readonly everyone: boolean;
  /** samples × subjects × frequencies, radians. */
  readonly phases: Float64Array;
  /** samples × subjects, 1 or −1: the phase at Nyquist, of an even number of times. */
  readonly signs: Float64Array;
}

/** The resamples of a test, and how its observed value and p follow. */
export interface Test {
  readonly plan: Plan;
  /** What the observed summary is made of: one sample. */
  readonly observed: readonly Term[];
  /** Whether the resamples are all that there are, the observed one among them. */
  readonly exact: boolean;
  /** The least p that the test can give. */
  readonly least: number;
}
