using System.CommandLine;

namespace Bokgi.Host.Storage.Commands;

/// <summary><c>bokgi storage</c>: what lies in the stores of results.</summary>
internal static class StorageCommand
{
    public static Command Create() =>
        new("storage", "Looks into the store of results: the folder results under STATE_ROOT, or an S3 bucket.")
        {
            ListStorageCommand.Create(),
            VerifyStorageCommand.Create(),
        };
}
