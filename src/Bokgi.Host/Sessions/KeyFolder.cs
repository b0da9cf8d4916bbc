using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace Bokgi.Host.Sessions;

/// <summary>The keys that cookies are sealed with, in files that nobody else may read; the folder is made with the first of them.</summary>
internal sealed class KeyFolder(string folder) : IXmlRepository
{
    private const UnixFileMode OwnFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public IReadOnlyCollection<XElement> GetAllElements() =>
        Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, "*.xml").Select(XElement.Load)] : [];

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
        using (var file = new FileStream($"{path}.new", options)) // a file under its own name is whole
            element.Save(file);
        File.Move($"{path}.new", path);
    }
}
