/** Names and places for invented people. Data only. */
export const FIRST_NAMES = [
  'Adaeze', 'Agnieszka', 'Ahmed', 'Aisha', 'Alice', 'Amara', 'Andrei', 'Anika', 'Arjun', 'Beatriz', 'Ben', 'Bruno', 'Camille', 'Chidi', 'Clara', 'Daniel', 'Daria', 'Deepa', 'Diego', 'Elif', 'Emeka', 'Emma', 'Erik', 'Farah', 'Fatima', 'Felix', 'Freya', 'Gareth', 'Giulia', 'Grace',
  'Hana', 'Hassan', 'Helena', 'Hugo', 'Ines', 'Isaac', 'Ivana', 'Jakub', 'James', 'Jasmine', 'Joana', 'Jonas', 'Kamala', 'Karim', 'Kasia', 'Kofi', 'Lars', 'Laura', 'Leila', 'Liam', 'Lucia', 'Magda', 'Marek', 'Maya', 'Mei', 'Mohammed', 'Nadia', 'Niamh', 'Nikhil', 'Nora',
  'Olga', 'Oliver', 'Omar', 'Paolo', 'Petra', 'Priya', 'Rachel', 'Rafael', 'Rania', 'Rohan', 'Rosa', 'Samuel', 'Sara', 'Sinead', 'Sofia', 'Stefan', 'Tariq', 'Thandi', 'Tomasz', 'Uma', 'Valentina', 'Victor', 'Wei', 'Yasmin', 'Youssef', 'Zoe',
] as const

export const LAST_NAMES = [
  'Abara', 'Adeyemi', 'Ahlgren', 'Almeida', 'Ashworth', 'Baptiste', 'Bellamy', 'Bergqvist', 'Bianchi', 'Brennan', 'Carver', 'Castellano', 'Chaudhry', 'Chowdhury', 'Cooke', 'Danso', 'Delgado', 'Doherty', 'Dvorak', 'Edwards', 'Eriksen', 'Farrow', 'Ferreira', 'Fofanah', 'Garside', 'Ghosh',
  'Greenwood', 'Gupta', 'Haddad', 'Halloran', 'Hartmann', 'Horvat', 'Ibrahim', 'Iyer', 'Jankowska', 'Kaplan', 'Kaur', 'Keane', 'Kowalczyk', 'Kumar', 'Lindqvist', 'Lungu', 'Malik', 'Marchetti', 'Mbeki', 'Mensah', 'Moreau', 'Mwangi', 'Nakamura', 'Nowak', 'Oduya', 'Okafor', 'Olsen',
  'Osei', 'Papadakis', 'Patel', 'Pereira', 'Petrov', 'Quigley', 'Rahman', 'Ramos', 'Rossi', 'Saleh', 'Santos', 'Schreiber', 'Sesay', 'Sharma', 'Silva', 'Sokolova', 'Stanley', 'Tanaka', 'Thorne', 'Turner', 'Underhill', 'Varga', 'Vasquez', 'Walsh', 'Whitlock', 'Xu', 'Yilmaz', 'Zhang',
] as const

/** With how a number there that nobody has is written: ranges reserved for drama by the regulators. */
export const PLACES = [
  { place: 'Leeds, UK', phone: '+44 7700 900' }, { place: 'Bristol, UK', phone: '+44 7700 900' }, { place: 'Manchester, UK', phone: '+44 7700 900' }, { place: 'Glasgow, Scotland', phone: '+44 7700 900' }, { place: 'Cardiff, Wales', phone: '+44 7700 900' },
  { place: 'Norwich, UK', phone: '+44 7700 900' }, { place: 'Sheffield, UK', phone: '+44 7700 900' }, { place: 'Dublin, Ireland', phone: '+353 20 910 0' }, { place: 'Cork, Ireland', phone: '+353 20 910 0' }, { place: 'Boston, MA', phone: '+1 617 555 0' }, { place: 'Austin, TX', phone: '+1 512 555 0' },
  { place: 'Portland, OR', phone: '+1 503 555 0' }, { place: 'Berlin, Germany', phone: '+49 30 23125 ' }, { place: 'Rotterdam, Netherlands', phone: null }, { place: 'Kraków, Poland', phone: null }, { place: 'Porto, Portugal', phone: null },
] as const

export const MAIL_DOMAINS = ['example.com', 'example.org', 'example.net'] as const

export const LANGUAGES = ['Polish', 'Spanish', 'German', 'French', 'Urdu', 'Portuguese', 'Arabic', 'Romanian', 'Hindi', 'Italian', 'Mandarin', 'Yoruba'] as const
