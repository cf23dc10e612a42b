import KafkaModel
import ScenarioLanguage

/// Writes the properties of included files into the scenario itself.
///
/// Properties that change nothing here are left out: a real file has dozens of them, and a finding
/// is to be read.
enum Inliner {
  /// Replaces every `properties` line by what its file says.
  static func writeOut(_ scenario: inout Scenario, _ load: Compiler.Loader) {
    scenario.statements = scenario.statements.flatMap { statement -> [Statement] in
      var statement = statement
      switch statement.kind {
      case .include(let include):
        return properties(include, load).enumerated().map { place, property in
          Statement(.property(property), trivia: place == 0 ? statement.trivia : Trivia())
        }
      case .brokers(let count, let place, let block):
        statement.kind = .brokers(count, at: place, writtenOut(block, load))
      case .broker(let id, let place, let block):
        statement.kind = .broker(id, at: place, writtenOut(block, load))
      case .zooKeeper(let count, let place, let block):
        statement.kind = .zooKeeper(count, at: place, writtenOut(block, load))
      case .topic(let name, let block): statement.kind = .topic(name, writtenOut(block, load))
      case .producer(let clients, let block):
        statement.kind = .producer(clients, writtenOut(block, load))
      case .consumer(let clients, let block):
        statement.kind = .consumer(clients, writtenOut(block, load))
      case .title, .claim, .kafka, .network, .property, .vary, .timeline, .weather, .seeds, .run,
        .expect:
        break
      }
      return [statement]
    }
  }

  private static func writtenOut<ID: FormID>(
    _ block: Block<ID>, _ load: Compiler.Loader
  ) -> Block<ID> {
    Block(
      block.lines.flatMap { line -> [BlockLine<ID>] in
        guard case .include(let include) = line.kind else { return [line] }
        return properties(include, load).map { BlockLine(.property($0)) }
      })
  }

  private static func properties(_ include: Include, _ load: Compiler.Loader) -> [Property] {
    let bytes = load(include.path.text) ?? []
    return PropertiesFile.read(file: include.path.text, bytes: bytes).entries.compactMap { entry in
      let isModelled = ConfigurationTable.keys(named: entry.key).contains { key in
        if case .modelled = key.treatment { true } else { false }
      }
      return isModelled ? Property(Word(entry.key), Word(entry.value)) : nil
    }
  }
}
