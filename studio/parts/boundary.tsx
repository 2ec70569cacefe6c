/** A part of the page that cannot be shown says so; the others stay. */
import { Component, type ComponentChildren } from "preact";

interface Props {
  /** As in a sentence: "The data panel". */
  readonly what: string;
  /** What it shows: where that is another one, it is tried anew. */
  readonly of?: unknown;
  readonly children: ComponentChildren;
}

interface State {
  readonly error?: Error | undefined;
}

export class Boundary extends Component<Props, State> {
  override state: State = {};

  static override getDerivedStateFromError(error: Error): State {
    return { error };
  }

  override componentDidUpdate({ of }: Props): void {
    if (this.state.error && of !== this.props.of) this.setState({ error: undefined });
  }

  override render({ what, children }: Props, { error }: State) {
    if (!error) return children;
    return (
      <p class="error" role="alert">
        {what} cannot be shown: {error.message}.{" "}
        <button onClick={() => this.setState({ error: undefined })}>Try again</button>
      </p>
    );
  }
}
