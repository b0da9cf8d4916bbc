using System.Text;

namespace Bokgi.Host.Platform.Json;

/// <summary>A position in a JSON body; its text is built only when a message needs it.</summary>
internal sealed class JsonPath
{
    private readonly List<(string? Name, int Place)> steps = [];

    public void Push(string name) => steps.Add((name, 0));

    public void Push(int place) => steps.Add((null, place));

    public void Pop() => steps.RemoveAt(steps.Count - 1);

    /// <summary>The path of a field, such as <c>strategies.BTC_KRW[0].params</c>; without a name, that of the position itself.</summary>
    public string Text(string? name)
    {
        var text = new StringBuilder();
        foreach (var (field, place) in name is null ? steps : [.. steps, (name, 0)])
        {
            if (field is null)
                text.Append(CultureInfo.InvariantCulture, $"[{place}]");
            else
                text.Append(text.Length > 0 ? "." : string.Empty).Append(Problems.Shown(field));
        }

        return text.ToString();
    }
}
