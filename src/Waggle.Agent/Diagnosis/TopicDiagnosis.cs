namespace Waggle.Agent.Diagnosis;

/// <summary>Whether something can be watched on this machine.</summary>
/// <param name="Name">What would be watched.</param>
/// <param name="Works">Whether it can be.</param>
/// <param name="Reason">Why not; "" if it can.</param>
public sealed record TopicDiagnosis(string Name, bool Works, string Reason);
