/** Where a metric of one's own is. */
export interface OwnPlace {
  /** Tells it from every other one on this thread; that of a module is the same on all threads. */
  readonly id: string;
  /** Address of the module that exports it. */
  readonly module?: string;
  /** Waits for its setup, which runs once a thread. */
  ready(): Promise<void>;
}

/** What crosses threads of a metric of one's own, and tells which it is: by `id`, and by what its module says. */
export interface OwnIdentity {
  readonly id: string;
  readonly module?: string;
  /** SHA-256 of the module and of the files beside it that it names; absent where it cannot be read. */
  readonly digest?: string;
  /** What results say of it. */
  readonly facts: OwnFacts;
  /** What results say where there are threads that do not have it. */
  readonly note?: string;
}

/** What a result says of a metric that the library does not have. */
export interface OwnFacts {
  readonly title: string;
  /** SHA-256 of the module that has it, with what it names beside it. */
  readonly digest?: string;
}

/** The same, whatever its options are. */
export interface AnyOwnMetric {
  readonly name: string;
  readonly own: OwnPlace;
}
