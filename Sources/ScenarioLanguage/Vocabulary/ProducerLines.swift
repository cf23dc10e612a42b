/// Our own words in a `producer` block.
public enum ProducerLineID: String, FormID {
  case send, sendRate, sendOpen, resend, stopOnError, afterRestart, startsAt, startsStopped
}

extension Vocabulary {
  /// What may follow any `send`, in any order.
  private static let sending = """
    <, one every {every:duration}|, {all?all at once}\
    |, in bursts of {number:count} every {by:time}\
    |, {keyed?keyed} [by {keys:count} key/s] [{skewed?with skew}]\
    |, with key {key:name}|, {empty?without keys}|, sized {size}|, compressed to {percent}\
    |, partitioned by {how=first byte of key|last byte of key|key length|round robin}\
    |, with timestamps off by {shift}|, deleting 1 in {offset:count}|, {waiting?waiting for each}\
    |, {flushed?flushing each time}\
    |, in transactions of {records:count} [!records]|, aborting 1 in {again:count}\
    |, from {start:time}|, for {duration:time}|, until {until:time}>
    """

  /// Lines under `producer`.
  public static let producerLines = FormTable<ProducerLineID>(
    "producer setting", expecting: "a property, 'send', 'resend' or 'starts'",
    [
      Form(
        .send, "send|sends {count} record/s [{each?each}] to {targets} " + sending,
        help: "So many records, at the stated pace, or as fast as the producer takes them.",
        example: "send 200 records to orders, one every 5ms"),
      Form(
        .sendRate,
        "send|sends {count} record/s a|per second [{each?each}] to {targets} " + sending,
        help: "So many records in each second.",
        example: "send 20 records a second each to orders, keyed by 100 keys, for 60s"),
      Form(
        .sendOpen, "send|sends records to {targets} " + sending,
        help: "Records at the stated pace, until the stated time.",
        example: "send records to orders, one every 5ms, until 30s"),
      Form(
        .resend, "resend on error [up to {count} time/s]",
        also: [
          "resends on error [up to {count} time/s]",
          "resend failed records [up to {count} time/s]",
        ],
        help: "The application sends a record again that its callback reported as failed.",
        example: "resend on error up to 3 times"),
      Form(
        .stopOnError, "stop|stops on error", help: "The application gives up at the first error.",
        example: "stop on error"),
      Form(
        .afterRestart,
        "after a restart {how=go on|resend what is not acknowledged|start over}",
        help: "What the application sends first in its next life.",
        example: "after a restart resend what is not acknowledged"),
      Form(
        .startsAt, "starts|start at {time}", help: "The producer is not there before.",
        example: "starts at 10s"),
      Form(
        .startsStopped, "starts|start stopped|down", help: "Not there until a line starts it.",
        example: "starts stopped"),
    ])
}
