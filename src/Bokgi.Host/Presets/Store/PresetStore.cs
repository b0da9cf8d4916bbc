using Microsoft.EntityFrameworkCore;

namespace Bokgi.Host.Presets.Store;

internal sealed class PresetStore(BokgiDatabase database, TimeProvider clock)
{
    public async Task<IReadOnlyList<PresetDocument>> ListAsync(CancellationToken cancel)
    {
        await using var context = database.Open();
        var rows = await context.Set<PresetRow>().AsNoTracking().OrderBy(row => row.Name).ToListAsync(cancel);
        return [.. rows.Select(ToDocument)];
    }

    public async Task<PresetDocument?> FindAsync(string name, CancellationToken cancel)
    {
        await using var context = database.Open();
        return await context.Set<PresetRow>().FindAsync([name], cancel) is { } row ? ToDocument(row) : null;
    }

    /// <exception cref="ConflictException">A preset of this name exists.</exception>
    public async Task<PresetDocument> AddAsync(string name, PresetForm form, CancellationToken cancel)
    {
        await using var context = await database.OpenForWritingAsync(cancel);
        var row = new PresetRow { Name = name };
        SetFields(row, form);
        context.Add(row);
        context.Audit(name);
        try
        {
            await context.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException)
        {
            if (await FindAsync(name, cancel) is null)
                throw;
            throw new ConflictException($"there is a preset '{name}' already; change it with PUT, or choose another name");
        }

        return ToDocument(row);
    }

    /// <summary>Null if there is no preset of this name.</summary>
    public async Task<PresetDocument?> ReplaceAsync(string name, PresetForm form, CancellationToken cancel)
    {
        await using var context = await database.OpenForWritingAsync(cancel);
        if (await context.Set<PresetRow>().FindAsync([name], cancel) is not { } row)
            return null;
        SetFields(row, form);
        context.Audit();
        try
        {
            await context.SaveChangesAsync(cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            return null; // deleted by another request in the meantime
        }

        return ToDocument(row);
    }

    public async Task<bool> DeleteAsync(string name, CancellationToken cancel)
    {
        await using var context = await database.OpenForWritingAsync(cancel);
        await using var transaction = await context.Database.BeginTransactionAsync(cancel);
        if (await context.Set<PresetRow>().Where(row => row.Name == name).ExecuteDeleteAsync(cancel) == 0)
            return false;
        context.Audit();
        await context.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return true;
    }

    private static PresetDocument ToDocument(PresetRow row) =>
        new(
            row.Name,
            row.Strategy,
            JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(row.Params, JsonFormat.Indented)!,
            row.Description,
            row.UpdatedUtc == 0 ? null : UnixTime.Format(row.UpdatedUtc)
        );

    private void SetFields(PresetRow row, PresetForm form)
    {
        row.Strategy = form.Strategy!;
        row.Params = JsonSerializer.Serialize(form.Params ?? [], JsonFormat.Compact);
        row.Description = form.Description;
        row.UpdatedUtc = clock.NowUtc();
    }
}
