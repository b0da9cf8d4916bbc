using System.Xml;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace Bokgi.Host.SignIn;

/// <summary>
/// Stores the keys that encrypt cookies. Only the server's own account can read their files. If a key becomes unreadable, the sessions that
/// use it end.
/// </summary>
internal sealed partial class DataProtectionKeyFolder(string folder, ILogger<DataProtectionKeyFolder> log) : IXmlRepository
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public IReadOnlyCollection<XElement> GetAllElements() =>
        Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, "*.xml").Select(Read).OfType<XElement>()] : [];

    public void StoreElement(XElement element, string friendlyName)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
        var path = Path.Combine(folder, $"{friendlyName}.xml");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        using (var file = new FileStream($"{path}.new", options)) // renamed once complete, so that no reader sees a partial file
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
        catch (Exception failure) when (failure is XmlException or IOException or UnauthorizedAccessException)
        {
            LogUnreadable(Path.GetFileName(path), failure.Message);
            return null;
        }
    }

    [LoggerMessage(LogLevel.Warning, "the cookie key {File} cannot be read and is ignored: {Reason}; sessions that use it have ended")]
    private partial void LogUnreadable(string file, string reason);
}
