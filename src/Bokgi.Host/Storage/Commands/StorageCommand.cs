using System.CommandLine;

namespace Bokgi.Host.Storage.Commands;

/// <summary><c>bokgi storage</c>: inspects the store of results.</summary>
internal static class StorageCommand
{
    /// <param name="ownerCommands">Commands of features that own the files: only they know which files are missing and how to move them.</param>
    public static Command Create(params IReadOnlyList<Command> ownerCommands)
    {
        var command = new Command("storage", "Inspects the store of results: the folder results under STATE_ROOT, or an S3 bucket.")
        {
            ListStorageCommand.Create(),
        };
        foreach (var each in ownerCommands)
            command.Subcommands.Add(each);
        return command.WithExamples("storage list --prefix backtests/2026-01-01/", "storage verify");
    }
}
