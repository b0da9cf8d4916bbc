using Bokgi.Host.Platform.Unix;

namespace Bokgi.Host.Platform.CommandLine;

internal static class OutputFile
{
    /// <summary>Adds an error if the file cannot be written. Commands check this before they compute the content.</summary>
    public static void Check(string? path, bool mayReplace, InputErrors errors)
    {
        if (path is null)
            return;
        if (!Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(path))))
            errors.Add("output", $"--output cannot be '{path}': its folder does not exist; create it first");
        else if (Directory.Exists(path))
            errors.Add("output", $"--output cannot be '{path}': that is a folder; name a file in it");
        else if (!mayReplace && File.Exists(path))
            errors.Add("output", $"--output '{path}' already exists; name another file, or replace it with --overwrite");
    }

    /// <summary>Writes to a temporary file beside the target first, so that readers never see a partial file.</summary>
    /// <exception cref="IOException">The file cannot be written, or exists and may not be replaced.</exception>
    public static void Write(string path, bool mayReplace, Action<Stream> write) =>
        Write(path, mayReplace, write, FileModes.ApplyUserUmask);

    /// <summary>Writes or replaces one of the program's own files, with the permissions that <see cref="FileModes.RestrictUmask"/> implies.</summary>
    public static void WriteProgramFile(string path, Action<FileStream> write) => Write(path, mayReplace: true, write, _ => { });

    private static void Write(string path, bool mayReplace, Action<FileStream> write, Action<string> setMode)
    {
        var temporary = $"{path}.{Environment.ProcessId}.tmp";
        try
        {
            using (var file = File.Create(temporary))
                write(file);
            setMode(temporary);
            File.Move(temporary, path, mayReplace);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
