/// When an expectation is looked at; without one, at the end.
public enum WindowID: String, FormID { case at, within, after, until, between, when, end }

extension Vocabulary {
  /// Scopes of expectations.
  public static let windows = FormTable<WindowID>(
    "scope", expecting: "a scope such as 'at 20s' or 'within 10s of heal'",
    [
      Form(.at, "at {time}", help: "At that instant.", example: "at 20s"),
      Form(
        .within, "within {time} [of {event}]",
        help: "It becomes true, and stays so at the end of the time, counted from the event.",
        example: "within 30s of start @first"),
      Form(.after, "after {time}", help: "From that instant on.", example: "after 20s"),
      Form(.until, "until {time}", help: "Up to that instant.", example: "until 20s"),
      Form(
        .between, "between {from:time} and {until:time}", help: "From one instant to another.",
        example: "between 5s and 20s"),
      Form(
        .when, "when {event}", help: "At the first time that this happens.",
        example: "when leader of orders-0 changes"),
      Form(.end, "at end", also: ["finally"], help: "When the run is over.", example: "at end"),
    ])
}
