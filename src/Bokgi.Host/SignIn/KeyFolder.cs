using System.Xml;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace Bokgi.Host.SignIn;

/// <summary>Stores the encryption keys of cookies in files of this user alone. A key that becomes unreadable ends its sessions.</summary>
internal sealed partial class KeyFolder(string folder, ILogger<KeyFolder> log) : IXmlRepository
{
    private const UnixFileMode OwnFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public IReadOnlyCollection<XElement> GetAllElements() =>
        Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, "*.xml").Select(Read).OfType<XElement>()] : [];

    public void StoreElement(XElement element, string friendlyName)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, OwnFile | UnixFileMode.UserExecute);
        var path = Path.Combine(folder, $"{friendlyName}.xml");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnFile;
        using (var file = new FileStream($"{path}.new", options)) // so that files with their final names are complete
        {
            element.Save(file);
            file.Flush(flushToDisk: true);
        }

        File.Move($"{path}.new", path);
    }

    private XElement? Read(string path)
    {
        try
        {
            return XElement.Load(path);
        }
        catch (Exception unread) when (unread is XmlException or IOException or UnauthorizedAccessException)
        {
            LogUnread(Path.GetFileName(path), unread.Message);
            return null;
        }
    }

    [LoggerMessage(LogLevel.Warning, "the key {File} cannot be read and is ignored: {Reason}; sessions that use it have ended")]
    private partial void LogUnread(string file, string reason);
}
