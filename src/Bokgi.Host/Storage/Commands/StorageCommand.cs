using System.CommandLine;

namespace Bokgi.Host.Storage.Commands;

/// <summary><c>bokgi storage</c>: what lies in the stores of results.</summary>
internal static class StorageCommand
{
    /// <param name="migrate">Moves what is in one store to the other, which only those know how to do whose files they are.</param>
    public static Command Create(Command migrate) =>
        new("storage", "Looks into the store of results: the folder results under STATE_ROOT, or an S3 bucket.")
        {
            ListStorageCommand.Create(),
            VerifyStorageCommand.Create(),
            migrate,
        };
}
