using Bokgi.Host.Platform.Errors;
using Bokgi.Host.Platform.Unix;

namespace Bokgi.Host.Platform.CommandLine;

/// <summary>A file that a command writes whole or not at all.</summary>
internal static class OutputFile
{
    /// <summary>Tells what is wrong with the path of an <c>--output</c>.</summary>
    /// <param name="path">The path; null for none.</param>
    /// <param name="mayReplace">Whether a file that is there may be replaced.</param>
    /// <param name="errors">Told.</param>
    public static void Check(string? path, bool mayReplace, InputErrors errors)
    {
        if (path is null)
            return;
        if (!Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(path))))
            errors.Add("output", $"--output cannot be '{path}': its folder does not exist; make it first");
        else if (Directory.Exists(path))
            errors.Add("output", $"--output cannot be '{path}': that is a folder; name a file in it");
        else if (!mayReplace && File.Exists(path))
            errors.Add("output", $"--output '{path}' is there already; name another file, or replace it with --overwrite");
    }

    /// <summary>Writes a file: into one beside it first, so that whoever looks never sees half of it.</summary>
    /// <exception cref="IOException">It cannot be written, or is there and may not be replaced.</exception>
    public static void Write(string path, bool mayReplace, Action<Stream> write) => Write(path, mayReplace, write, FileModes.GiveToUser);

    /// <summary>The same for a file that is the program's own.</summary>
    public static void WriteOwn(string path, Action<Stream> write) => Write(path, mayReplace: true, write, _ => { });

    private static void Write(string path, bool mayReplace, Action<Stream> write, Action<string> hand)
    {
        var temporary = $"{path}.{Environment.ProcessId}.tmp";
        try
        {
            using (var file = File.Create(temporary))
                write(file);
            hand(temporary);
            File.Move(temporary, path, mayReplace);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
