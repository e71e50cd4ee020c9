import ArgumentParser

/// The tool: a verb for each job.
struct RootCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "weightinit",
    abstract: "Makes, moves and checks the initial weights of neural networks.",
    discussion: """
      Exit status: 0 done; 1 verification says no, or files differ; 64 wrong usage; 65 bad specification or file; \
      66 no such input; 70 internal error; 73 output cannot be created; 74 input/output error; \
      130 interrupted.
      """,
    version: WeightInitTool.version,
    subcommands: [
      GenerateCommand.self,
      PlanCommand.self,
      VerifyCommand.self,
      IdentifyCommand.self,
      CompareCommand.self,
      InspectCommand.self,
      TheoryCommand.self,
      ListCommand.self,
      DescribeCommand.self,
      SchemaCommand.self,
    ]
  )
}
