package org.invigil.server.exam;

import java.util.List;
import java.util.UUID;
import org.invigil.server.identity.Profiles.PersonName;

/**
 * Students of an exam who are watched and reviewed together.
 *
 * @param members those whom the asker may see, by name; of a group that they do not attend none
 */
public record ExamGroup(UUID groupId, String name, List<PersonName> members) {}
