extension Vocabulary {
  /// Measures of what producers sent and what became of it.
  static let producing: [Form<MeasureID>] = [
    Form(
      .acknowledgedLost, "acknowledged records [of {producer}] lost [in {targets}]",
      also: ["lost acknowledged records [of {producer}] [in {targets}]"], value: .number,
      help: "Records that were acknowledged and that a full read does not find.",
      example: "acknowledged records of web lost"),
    Form(
      .recordsLost, "records [of {producer}] lost [in {targets}]",
      also: ["records lost [of {producer}] [in {targets}]"], value: .number,
      help: "Records that were sent, whatever their outcome, and that a full read does not find.",
      example: "records of web lost"),
    Form(
      .recordsSent, "records sent [by {producer}] [to {targets}]", value: .number,
      help: "Records that applications handed to their producers.", example: "records sent by web"),
    Form(
      .recordsAcknowledged, "records acknowledged [to {producer}] [in {targets}]",
      also: ["acknowledged records [of {producer}] [in {targets}]"], value: .number,
      help: "Records whose callback reported success.", example: "records acknowledged to web"),
    Form(
      .recordsRefused, "records refused [to {producer}] [in {targets}]",
      also: ["records failed [of {producer}] [in {targets}]"], value: .number,
      help: "Records whose callback reported an error.", example: "records refused to web"),
    Form(
      .recordsIndeterminate, "records with unknown outcome [of {producer}]", value: .number,
      help: "Records that failed with an error after which they may still be stored.",
      example: "records with unknown outcome of web"),
    Form(
      .refusedFound, "refused records [of {producer}] found [in {targets}]", value: .number,
      help: "Records that were reported as failed and that a full read finds.",
      example: "refused records of web found"),
    Form(
      .duplicates, "duplicates [of {producer}] [in {targets}]", value: .number,
      help: "Further copies of a record that was sent once.", example: "duplicates in orders"),
    Form(
      .reordered, "records out of order [{each?per key}] [of {producer}] [in {targets}]",
      also: ["reordered records [{each?per key}] [of {producer}] [in {targets}]"], value: .number,
      help: "Records behind a later one of the same producer and partition, or of the key too.",
      example: "records out of order in orders"),
    Form(
      .skippedSends, "skipped sends [{each?per key}] [of {producer}] [in {targets}]",
      value: .number,
      help: "Records behind the one sent before them, with something else (of the key) between.",
      example: "skipped sends of web in orders-0"),
    Form(
      .recordsIn, "records in {targets} [on {nodes}]", value: .number,
      help: "Records that a full read finds, or that a broker's log holds.",
      example: "records in orders"),
    Form(
      .errors, "errors of {nodes}", value: .number, help: "Errors that these clients got.",
      example: "errors of web"),
    Form(
      .errorsNamed, "{name:error} errors of {nodes}", value: .number,
      help: "Errors of one name that these clients got.",
      example: "NOT_ENOUGH_REPLICAS errors of web"),
    Form(
      .requests, "{api} requests <from {from:side}|to {to:side}>", value: .number,
      help: "Requests of one kind that were sent.", example: "produce requests from web"),
    Form(
      .requestsPerRecord, "requests per 1000 records of {producer}", value: .number,
      help: "What batching saves: produce requests for a thousand records.",
      example: "requests per 1000 records of web"),
    Form(
      .batches, "batches sent by {producer}", value: .number,
      help: "Record batches, retries counted again.", example: "batches sent by web"),
    Form(
      .recordsPerBatch, "records per batch of {producer}", value: .number,
      help: "Records of the average batch, rounded down.", example: "records per batch of web"),
    Form(
      .acknowledgementTime,
      "{which=median|longest|shortest|99th percentile} acknowledgement time of {producer}",
      value: .time, help: "From handing a record over to its callback.",
      example: "longest acknowledgement time of web"),
    Form(
      .sendTime, "longest blocking of {producer}", value: .time,
      help: "The longest that a send kept the application waiting for memory or metadata.",
      example: "longest blocking of web"),
    Form(
      .bufferedBytes, "largest buffer of {producer}", value: .size,
      help: "The most that waited in the producer's memory.", example: "largest buffer of web"),
    Form(
      .producerID, "producer ids of {producer}", value: .number,
      help: "How many producer ids the brokers gave it.", example: "producer ids of web"),
    Form(
      .producerEpoch, "producer epoch of {producer}", value: .number,
      help: "The epoch of its transactional id.", example: "producer epoch of web"),
  ]
}
