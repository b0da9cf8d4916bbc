using System.Text.Json;
using Bokgi.Host.Platform.Database;
using Bokgi.Host.Platform.Errors;
using Bokgi.Host.Platform.Json;
using Bokgi.MarketData;
using Bokgi.Markets;
using Microsoft.EntityFrameworkCore;

namespace Bokgi.Host.Presets.Store;

/// <summary>Stores presets and finds them again.</summary>
internal sealed class PresetStore(BokgiDatabase database, TimeProvider clock)
{
    /// <summary>All presets, by name.</summary>
    public IReadOnlyList<PresetDocument> List()
    {
        using var context = database.Open();
        return [.. context.Set<PresetRow>().AsNoTracking().OrderBy(row => row.Name).AsEnumerable().Select(Document)];
    }

    public PresetDocument? Find(string name)
    {
        using var context = database.Open();
        return context.Set<PresetRow>().Find(name) is { } row ? Document(row) : null;
    }

    /// <summary>Stores a new, already checked preset.</summary>
    /// <exception cref="ConflictException">A preset of this name exists.</exception>
    public PresetDocument Add(string name, PresetForm form)
    {
        using var context = database.OpenForWriting();
        var row = new PresetRow
        {
            Name = name,
            Strategy = string.Empty,
            Params = string.Empty,
        };
        Fill(row, form);
        context.Add(row);
        context.Audit(name);
        try
        {
            context.SaveChanges();
        }
        catch (DbUpdateException) when (Find(name) is not null)
        {
            throw new ConflictException($"there is a preset '{name}' already; change it with PUT, or take another name");
        }

        return Document(row);
    }

    /// <summary>Replaces a preset; the new one has been checked.</summary>
    /// <returns>The preset; null when there is none of this name.</returns>
    public PresetDocument? Replace(string name, PresetForm form)
    {
        using var context = database.Open();
        if (context.Set<PresetRow>().Find(name) is not { } row)
            return null;
        Fill(row, form);
        context.Audit();
        try
        {
            context.SaveChanges();
        }
        catch (DbUpdateConcurrencyException)
        {
            return null; // removed at this very moment
        }

        return Document(row);
    }

    /// <returns>Whether there was such a preset.</returns>
    public bool Delete(string name)
    {
        using var context = database.OpenForWriting();
        using var transaction = context.Database.BeginTransaction();
        if (context.Set<PresetRow>().Where(row => row.Name == name).ExecuteDelete() == 0)
            return false;
        context.Audit();
        context.SaveChanges();
        transaction.Commit();
        return true;
    }

    private static PresetDocument Document(PresetRow row) =>
        new(
            row.Name,
            row.Strategy,
            JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(row.Params, JsonFormat.Options)!,
            row.Description,
            row.UpdatedUtc == 0 ? null : UnixTime.Format(row.UpdatedUtc)
        );

    private void Fill(PresetRow row, PresetForm form)
    {
        row.Strategy = form.Strategy!;
        row.Params = JsonSerializer.Serialize(form.Params ?? [], JsonFormat.Compact);
        row.Description = form.Description;
        row.UpdatedUtc = clock.NowUtc();
    }
}
