extension Vocabulary {
  /// What a power loss leaves of what was written and not flushed.
  private static let surviving = """
    [{how=keeping everything written|losing everything unflushed|losing the last\
    |keeping the first} [{records:count} record/s [of {partition}]]] [for {duration}]
    """

  /// Faults of processes and whole machines.
  static let processFaults: [Form<FaultID>] = [
    Form(
      .crash, "crash {nodes} [for {duration}]",
      also: ["kill {nodes} [for {duration}]", "crash {nodes} , down for {duration}"],
      help: "Kill the process: what the operating system has is kept, nothing else is.",
      example: "crash leader of orders-0"),
    Form(
      .powerOff, "power off {nodes} " + surviving, also: ["cut power of {nodes} " + surviving],
      help: "The machine dies: of what was not flushed a seeded part survives, or what is stated.",
      example: "power off broker 1 keeping the first 900 records of orders-0"),
    Form(
      .wipe, "wipe {nodes} [for {duration}]", also: ["wipe disk of {nodes} [for {duration}]"],
      help: "The machine dies and its disk comes back empty.", example: "wipe broker 1"),
    Form(
      .start, "start {nodes}", help: "Start what is down, as a new incarnation.",
      example: "start @first"),
    Form(
      .stop, "stop {nodes} [for {duration}]",
      also: ["shut down {nodes} [for {duration}]", "shutdown {nodes} [for {duration}]"],
      help: "Stop in order: a broker by controlled shutdown, a client by closing.",
      example: "stop broker 1"),
    Form(
      .restart, "restart {nodes} [, down for {duration}]",
      help: "Stop in order, then start again.", example: "restart broker 1, down for 5s"),
    Form(
      .bounce, "bounce {nodes}",
      help: "Kill and start again at once, faster than any session ends.",
      example: "bounce broker 2"),
    Form(
      .freeze, "freeze {nodes} [for {duration}]", also: ["pause {nodes} [for {duration}]"],
      help: "Stop the world, as a long garbage collection does: sockets stay open, buffers fill.",
      example: "freeze leader of orders-0 for 20s"),
    Form(
      .thaw, "thaw {nodes}", also: ["wake {nodes}", "resume {nodes}"],
      help: "Let a frozen process go on where it was.", example: "thaw broker 1"),
    Form(
      .scale, "scale {client} to {count}",
      help: "Start or stop instances behind a name until there are so many.",
      example: "scale worker to 4"),
  ]
}
