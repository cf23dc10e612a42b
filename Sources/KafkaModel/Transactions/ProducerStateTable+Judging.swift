import Kernel

/// What a leader's producer state says to an offered batch.
enum ProducerVerdict: Equatable, Sendable {
  case accepted
  /// It is one of the remembered batches, which lies at these offsets.
  case duplicate(base: Offset, last: Offset)
  case refused(ErrorCode)
}

extension ProducerStateTable {
  /// Judges a batch with a producer id before it is written (`ProducerAppendInfo.append`).
  ///
  /// Duplicates come first: a repeated batch is success even if what follows would refuse it. The
  /// state is that of appended records, committed or not, so a retry that reaches a new leader is
  /// recognised if and only if the first copy reached that leader's log. Simplified: a set with
  /// the same batch twice (DUPLICATE_SEQUENCE_NUMBER) cannot occur, since requests carry one batch
  /// per partition; the lowest sequence seen by a verification (3.7) is not remembered.
  mutating func judge(
    _ batch: RecordBatch, origin: AppendOrigin, semantics: ProducerStateSemantics
  ) -> ProducerVerdict {
    let place = place(of: batch.producerID)
    let isKnown = known(batch.producerID, at: place)
    if batch.isMarker { return judge(marker: batch, isKnown: isKnown, place: place) }
    switch origin {
    case .coordinator:
      let isOld = isKnown && batch.producerEpoch < entries[place].epoch
      return isOld ? .refused(.invalidProducerEpoch) : .accepted
    case .client, .unverifiedClient: break
    }
    if isKnown, entries[place].isContinued(by: batch) { return .accepted }
    guard isKnown else {
      if isUnverified(batch, origin) { return .refused(.invalidTransactionState) }
      return judge(stranger: batch, semantics)
    }
    if batch.producerEpoch == entries[place].epoch {
      for age in 0..<Int(entries[place].batchCount) {
        let earlier = entries[place].batch(aged: age)
        if earlier.lastSequence == batch.lastSequence, earlier.span == batch.offsetSpan {
          return .duplicate(base: earlier.baseOffset, last: earlier.lastOffset)
        }
      }
    }
    let hasOpenTransaction = entries[place].openTransaction != .unknown
    if !hasOpenTransaction, isUnverified(batch, origin) {
      return .refused(.invalidTransactionState)
    }
    if batch.producerEpoch < entries[place].epoch { return .refused(.invalidProducerEpoch) }
    if batch.baseSequence >= 0, let error = judge(sequenceOf: batch, place: place, semantics) {
      return .refused(error)
    }
    if hasOpenTransaction, !batch.attributes.contains(.transactional) {
      return .refused(.invalidTransactionState)
    }
    return .accepted
  }

  @inline(__always)
  private func isUnverified(_ batch: RecordBatch, _ origin: AppendOrigin) -> Bool {
    origin == .unverifiedClient && batch.isTransactionalData
  }

  /// A batch of a producer that this partition knows nothing of.
  private func judge(
    stranger batch: RecordBatch, _ semantics: ProducerStateSemantics
  ) -> ProducerVerdict {
    if batch.baseSequence <= 0 { return .accepted }
    if let error = semantics.unknownProducer.error { return .refused(error) }
    return .accepted
  }

  /// The sequence of a batch of a producer that is known, in an epoch that is not too old.
  private func judge(
    sequenceOf batch: RecordBatch, place: Int, _ semantics: ProducerStateSemantics
  ) -> ErrorCode? {
    if batch.producerEpoch != entries[place].epoch {
      return batch.baseSequence == 0 ? nil : .outOfOrderSequenceNumber
    }
    if entries[place].batchCount == 0 {
      return batch.baseSequence == 0 ? nil : semantics.onlyMarkerKnown.error
    }
    let last = entries[place].lastBatch.lastSequence
    return SequenceNumber.follows(batch.baseSequence, after: last) ? nil : .outOfOrderSequenceNumber
  }

  /// A transaction marker: neither an older producer nor an older coordinator may write one.
  private func judge(marker: RecordBatch, isKnown: Bool, place: Int) -> ProducerVerdict {
    guard isKnown else { return .accepted }
    if marker.producerEpoch < entries[place].epoch { return .refused(.invalidProducerEpoch) }
    if marker.coordinatorEpoch < entries[place].coordinatorEpoch {
      return .refused(.transactionCoordinatorFenced)
    }
    return .accepted
  }
}

extension ProducerEntry {
  /// Whether a batch is simply the next one, outside of transactions or within the open one.
  ///
  /// It can't be a duplicate then, since remembered batches lie just below it.
  @inline(__always)
  fileprivate func isContinued(by batch: RecordBatch) -> Bool {
    batchCount > 0 && batch.producerEpoch == epoch
      && SequenceNumber.follows(batch.baseSequence, after: lastBatch.lastSequence)
      && (openTransaction != .unknown) == batch.attributes.contains(.transactional)
  }
}

extension ProducerStateSemantics.UnknownProducer {
  /// The error of the rule, or nil where it accepts.
  var error: ErrorCode? {
    switch self {
    case .outOfOrder: .outOfOrderSequenceNumber
    case .unknownProducerID: .unknownProducerID
    case .accepted: nil
    }
  }
}
