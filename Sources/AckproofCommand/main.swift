import Ackproof

exit(await CommandLineTool.run(Array(CommandLine.arguments.dropFirst())))
